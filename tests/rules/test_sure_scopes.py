"""What is said of scopes where it is not sure which scope a request needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from .apps import connector, said, uses

RULES = ("insufficient-scope", "unused-scope", "redundant-scope")

# A connector and its scopes; the request; which rules speak.
CASES = """
linkedin openid | POST api.linkedin.com/rest/posts | insufficient-scope
linkedin w_of_a_new_product | POST api.linkedin.com/rest/posts |
linkedin w_member_social email | POST api.linkedin.com/rest/posts |
linkedin w_member_social r_ads | POST api.linkedin.com/rest/posts | unused-scope
airtable a.new:scope | GET api.airtable.com/v0/app1/Tasks | insufficient-scope
airtable data.records:write | GET api.airtable.com/v0/app1/Tasks | insufficient-scope unused-scope
airtable data.records:read | GET api.airtable.com/v0/app1/Tasks |
github gist | GET api.github.com/repos/a/b/issues |
github gist | POST api.github.com/repos/a/b/issues | insufficient-scope unused-scope
github public_repo | POST api.github.com/repos/a/b/issues |
github repo workflow | PUT api.github.com/repos/a/b/contents/c |
github repo gist | PUT api.github.com/repos/a/b/contents/c | unused-scope
linear write | POST api.linear.app/graphql |
facebook_pages pages_manage_posts pages_show_list | POST graph.facebook.com/v25.0/1/photos |
facebook_pages pages_manage_posts | GET graph.facebook.com/v25.0/1/insights |
instagram instagram_business_basic | POST graph.instagram.com/v25.0/1/media | insufficient-scope
notion | GET api.notion.com/v1/users |
"""


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_what_is_said_of_scopes(case: str, tmp_path: Path) -> None:
    listed, request, rules = (part.strip() for part in case.split("|"))
    name, *scopes = listed.split()
    files = connector(name, *scopes) | uses(name, request)
    found = {rule for rule in RULES if said(files, rule, tmp_path / rule)}
    assert found == set(rules.split())
