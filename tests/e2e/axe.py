"""Looks for barriers with axe-core, as WCAG 2.2 AA has them."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => {
  const { violations } = await axe.run(document, {
    runOnly: tags, rules: { "target-size": { enabled: true } }, resultTypes: ["violations"],
  });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}: ${node.any.map((one) => one.message).join("; ")}`));
}"""  # noqa: E501


def barriers(page: Page) -> list[str]:
    """Return what keeps somebody out of the page as it is now, one line per place."""
    # Evaluated, not loaded: the page's policy forbids any script but its own.
    page.evaluate(_source())
    return page.evaluate(RUN, TAGS)


@cache
def _source() -> str:
    return SOURCE.read_text("utf-8") + "\n;null"
