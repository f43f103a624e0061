"""Interurban: a web portal for networks of cities that learn from each other."""

from network.celery import app as celery_app

__all__ = ["celery_app"]
