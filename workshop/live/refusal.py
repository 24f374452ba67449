"""How a verb says no: a code for programs and words for people."""


class Refusal(Exception):
    """Something that cannot be done now; `code` is stable, `words` say what to do instead.

    Codes: unknown-code, not-started, ended, unknown-group, unknown-table, consent-missing,
    real-answers, not-found, not-now, invalid, frozen, forbidden.
    """

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words
