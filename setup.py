"""Which packages a wheel holds; pyproject.toml has everything else.

templates/ and static/ stand at the top level of the repository, and inside the package of a wheel: app/environment.py
knows both.
"""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["app", "app.*"]), "app.templates", "app.static"],
    package_dir={"app.templates": "templates", "app.static": "static"},
)
