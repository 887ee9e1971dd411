"""The functions that plots compare primes with, in double precision."""

import math

EULER = 0.5772156649015329
LI_2 = 1.0451637801174927  # li(2)
TWIN_PRIME_CONSTANT = 0.6601618158468696


def logarithmic_integral(x):
    """Li(x), the integral of 1/ln t from 2 to x, for x > 1: Ramanujan's point of departure,
    li(x) = gamma + ln ln x + sum over k of (ln x)^k / (k k!)."""
    log = math.log(x)
    total = EULER + math.log(log) - LI_2
    power = 1.0
    for k in range(1, 1000):
        power *= log / k
        total += power / k
        if power < 1e-17 * abs(total):
            break
    return total


def zeta(s):
    """Riemann's zeta at an integer s >= 2, by Euler and Maclaurin."""
    n = 10
    head = math.fsum(k ** -s for k in range(1, n))
    return (head + n ** (1 - s) / (s - 1) + n ** -s / 2 + s * n ** (-s - 1) / 12
            - s * (s + 1) * (s + 2) * n ** (-s - 3) / 720)


ZETA = [None, None] + [zeta(s) for s in range(2, 202)]


def riemann_r(x):
    """R(x) by Gram's series 1 + sum over k of (ln x)^k / (k k! zeta(k + 1)), for x >= 1."""
    log = math.log(x)
    total = 1.0
    power = 1.0
    for k in range(1, 200):
        power *= log / k
        total += power / (k * ZETA[k + 1])
    return total


def singular_series(gap):
    """Hardy and Littlewood's factor for pairs of primes at an even distance:
    2 C2 times the product of (p - 1)/(p - 2) over the odd primes p that divide it. Its mean over
    even distances is 2."""
    factor = 2 * TWIN_PRIME_CONSTANT
    rest = gap
    while rest % 2 == 0:
        rest //= 2
    p = 3
    while rest > 1:
        if p * p > rest:
            p = rest
        if rest % p == 0:
            factor *= (p - 1) / (p - 2)
            while rest % p == 0:
                rest //= p
        p += 2
    return factor


def expected_gaps(gap, start, stop):
    """How many gaps of an even length there are between start and stop if an odd t is prime with
    probability q = 2/ln t, whatever else is (Cramer's model without the even numbers): the
    integral of q (1 - q)^(gap/2 - 1) dt/ln t, by Simpson's rule in ln t."""
    low, high = math.log(max(start, 8)), math.log(max(stop, 8))
    steps = 400
    width = (high - low) / steps

    def integrand(log):
        q = 2 / log
        return q * (1 - q) ** (gap // 2 - 1) * math.exp(log) / log

    inner = math.fsum((4 if i % 2 else 2) * integrand(low + i * width) for i in range(1, steps))
    return (integrand(low) + inner + integrand(high)) * width / 3
