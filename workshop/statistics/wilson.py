"""The interval around a share of few people."""

from math import sqrt

Z_95 = 1.96


def wilson(successes: int, n: int, z: float = Z_95) -> tuple[float, float] | None:
    """Return the Wilson score interval of the share `successes / n`, None where nobody answered.

    (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n), with p = successes / n
    (Wilson 1927; method 3 in Newcombe 1998). Shares from 0 to 1; z = 1.96 gives
    95 %. Descriptive: invited people are no random sample. ValueError where
    the counts or z make no sense.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no share")
    if z < 0:
        raise ValueError(f"z must not be negative: {z}")
    if n == 0:
        return None
    p = successes / n
    centre = p + z * z / (2 * n)
    reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # Rounding must not put the share itself outside, least of all at 0 and 1.
    return max(0.0, min(p, (centre - reach) / scale)), min(1.0, max(p, (centre + reach) / scale))
