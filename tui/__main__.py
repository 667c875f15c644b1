"""`python -m tui` is `kintone-tui`."""

from tui.cli import main

if __name__ == "__main__":
    main()
