"""The simulated Kintone before a judge that Cybozu wrote: its own JavaScript client."""
