"""Limits on walking through codes and on floods; never by address, a whole hall has one."""

from limits import parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from workshop.web.errors import Problem

WRONG_CODES_BY_DEVICE = parse("20/minute")
WRONG_CODES_OVERALL = parse("600/minute")
WRONG_PASSWORDS = parse("10/minute")
WRONG_PASSWORDS_OVERALL = parse("300/minute")
ANSWERS = parse("1200/minute")


class Limiter:
    """Counts in memory, or in Redis where several processes share the work."""

    def __init__(self, redis_url: str = "") -> None:
        self._rates = FixedWindowRateLimiter(storage_from_string(redis_url or "memory://"))

    def before_code(self, device: str) -> None:
        """Refuse to look up a code where too many wrong ones were tried."""
        if not (
            self._rates.test(WRONG_CODES_BY_DEVICE, "code", device)
            and self._rates.test(WRONG_CODES_OVERALL, "code")
        ):
            raise Problem(
                "too-many", "Too many wrong codes were tried. Wait a minute, then try again.", 60
            )

    def wrong_code(self, device: str) -> None:
        self._rates.hit(WRONG_CODES_BY_DEVICE, "code", device)
        self._rates.hit(WRONG_CODES_OVERALL, "code")

    def before_password(self, email: str) -> None:
        """Refuse to try a password where too many wrong ones were tried."""
        if not (
            self._rates.test(WRONG_PASSWORDS, "password", email)
            and self._rates.test(WRONG_PASSWORDS_OVERALL, "password")
        ):
            raise Problem(
                "too-many", "Too many wrong passwords. Wait a minute, then try again.", 60
            )

    def wrong_password(self, email: str) -> None:
        self._rates.hit(WRONG_PASSWORDS, "password", email)
        self._rates.hit(WRONG_PASSWORDS_OVERALL, "password")

    def answers(self, respondent: str, how_many: int) -> None:
        """Count answers; refuse for a while what no hand can type."""
        if not self._rates.hit(ANSWERS, "answers", respondent, cost=how_many):
            raise Problem(
                "too-many", "That was very much at once. Your phone will try again soon.", 10
            )
