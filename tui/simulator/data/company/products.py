"""What the invented company makes: measuring instruments."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Product:
    """`price` in yen."""

    model: str
    english: str
    japanese: str
    price: int


PRODUCTS = (
    Product("HM-20", "flow meter", "電磁流量計", 248_000),
    Product("HM-35", "ultrasonic flow meter", "超音波流量計", 412_000),
    Product("HP-8", "pressure sensor", "圧力センサー", 36_500),
    Product("HP-8X", "explosion-proof pressure sensor", "防爆圧力センサー", 88_000),
    Product("HT-110", "temperature logger", "温度ロガー", 54_800),
    Product("HT-200", "thermal camera", "サーモグラフィ", 690_000),
    Product("HG-5", "gas detector", "ガス検知器", 129_000),
    Product("HV-3", "vibration meter", "振動計", 176_000),
    Product("HL-60", "level gauge", "レベル計", 143_500),
    Product("HC-1", "calibration bench", "校正装置", 2_350_000),
)
MODELS = tuple(product.model for product in PRODUCTS)
