"""Inviting people to take a role in a city or a partner."""
