"""Percentiles, intervals, and the laws that figures follow as sizes grow."""

import math
import random
import statistics
from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The value under which this share of the values stay (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def bootstrap(values: Sequence[float], rounds: int = 2_000) -> tuple[float, float]:
    """The 95 % interval of a mean: of as many values drawn again, with repeats, many times (Efron's percentiles)."""
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    means = [statistics.fmean(chance.choices(values, k=len(values))) for _ in range(rounds)]
    return percentile(means, 2.5), percentile(means, 97.5)


def fit_power(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The exponent b of values ≈ a · sizes^b, by least squares on logarithms."""
    logarithms = [[math.log(each) for each in numbers] for numbers in (sizes, values)]
    return statistics.linear_regression(*logarithms).slope


def fit_line(sizes: Sequence[float], values: Sequence[float]) -> tuple[float, float]:
    """(a, b) of values ≈ a + b · sizes, by least squares on relative errors: each size weighs the same."""
    weights = [1 / value**2 for value in values]
    total = sum(weights)
    mean_x = sum(w * x for w, x in zip(weights, sizes, strict=True)) / total
    mean_y = sum(w * y for w, y in zip(weights, values, strict=True)) / total
    products = sum(w * (x - mean_x) * (y - mean_y) for w, x, y in zip(weights, sizes, values, strict=True))
    slope = products / sum(w * (x - mean_x) ** 2 for w, x in zip(weights, sizes, strict=True))
    return mean_y - slope * mean_x, slope
