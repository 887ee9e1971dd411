"""Primes found in another way than the program's: Miller-Rabin by Python's own integers."""

WITNESSES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41)  # enough below 3.3e24 (Sorenson, Webster)


def is_prime(n):
    for p in WITNESSES:
        if n % p == 0:
            return n == p
    if n < 2:
        return False
    odd, twos = n - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for witness in WITNESSES:
        x = pow(witness, odd, n)
        if x in (1, n - 1):
            continue
        for _ in range(twos - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def primes(start, stop):
    """The primes in [start, stop)."""
    return [n for n in range(start, stop) if is_prime(n)]


def next_prime(n):
    n += 1
    while not is_prime(n):
        n += 1
    return n
