"""The formulas can be read and reused without the rest."""

import ast
import sys
from pathlib import Path

import workshop.statistics

FILES = sorted(Path(workshop.statistics.__file__).parent.glob("*.py"))


def test_the_formulas_need_nothing_but_python_and_each_other():
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            else:
                continue
            for name in names:
                ours = name.startswith("workshop.statistics.")
                assert ours or name.split(".")[0] in sys.stdlib_module_names, (file.name, name)
