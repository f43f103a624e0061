"""A reader of a portal whose search index follows it."""

from django.test import Client

from network.search.follower import catch_up


class FollowedClient(Client):
    """A client before each of whose requests the index catches up, as its follower does within two seconds."""

    def request(self, **request):
        """Apply what waits, then ask. The lag would not tell: a change of this moment is 0.0 seconds old."""
        catch_up()
        return super().request(**request)
