"""What people do on a phone, in their words: the question's title and the answer's label."""

import re

from playwright.sync_api import Locator, Page, expect

LIGHTS, WALKS, FORUM = "Lights that people chose", "Walks at night", "A monthly forum"
YES, NO, ONLY_IF, UNSURE = "Yes, as it is", "No, because", "Only if", "I can’t say"


def card(page: Page, title: str) -> Locator:
    return page.get_by_role("group", name=re.compile(title))


def choose(page: Page, title: str, label: str = YES) -> None:
    card(page, title).get_by_role("radio", name=label).check()


def words(page: Page, title: str) -> Locator:
    return card(page, title).get_by_role("textbox")


def expect_saved(page: Page, title: str) -> None:
    expect(card(page, title).locator("[data-saved]")).to_have_text("Saved")


def expect_question(page: Page) -> None:
    """Wait until the question is there and its script has taken over the form."""
    expect(page.locator("form.enhanced")).to_be_visible()
