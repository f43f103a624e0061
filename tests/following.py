"""A reader of a portal whose search index follows it."""

from django.test import Client

from network.search.follower import catch_up
from network.search.lag import index_lag


class FollowedClient(Client):
    """A client before each of whose requests the index catches up, as its follower does within two seconds."""

    def request(self, **request):
        """Apply what waits, then ask."""
        if index_lag() != 0.0:
            catch_up()
        return super().request(**request)
