"""An address that staff type is an address, and nothing that runs or leads astray."""

import pytest
from django.core.exceptions import ValidationError

from network.core.models import MenuItem
from network.home.models import HomePage

BAD = ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//evil.example", "/\\evil.example"]
BAD += ["JaVaScRiPt:alert(1)", "\tjavascript:alert(1)", "vbscript:x"]


@pytest.mark.parametrize("address", BAD)
def test_no_such_address_is_taken(home, address):
    question = HomePage._meta.get_field("questions").stream_block.child_blocks["question"]
    with pytest.raises(ValidationError):
        question.child_blocks["address"].clean(address)
    with pytest.raises(ValidationError):
        HomePage._meta.get_field("call_address").clean(address, home)
    with pytest.raises(ValidationError):
        MenuItem._meta.get_field("address").clean(address, None)
