"""What the clock starts. Times are UTC."""

from celery.schedules import crontab

_EVERY_MINUTE = {"schedule": 60, "options": {"expires": 55}}
CELERY_BEAT_SCHEDULE = {
    "plan digests and send due mail": {"task": "network.mail.tasks.plan_digests", **_EVERY_MINUTE},
    "send the newsletter": {"task": "network.home.newsletter.tasks.plan_newsletter", **_EVERY_MINUTE},
    "publish scheduled pages": {"task": "network.home.tasks.publish_scheduled", **_EVERY_MINUTE},
    "run challenge cycles": {"task": "cities.cycles.tasks.run_cycles", **_EVERY_MINUTE},
    "remind of meetings": {"task": "working_groups.tasks.remind_of_meetings", **_EVERY_MINUTE},
    "ask what is left of exchanges": {
        "task": "working_groups.tasks.ask_what_is_left",
        "schedule": crontab(hour=6, minute=37),
        "options": {"expires": 3600},
    },
    "forget old runs of digests": {
        "task": "network.mail.tasks.forget_runs",
        "schedule": crontab(hour=3, minute=57),
        "options": {"expires": 3600},
    },
    "forget old notes of the search index": {
        "task": "network.search.tasks.prune_changes",
        "schedule": crontab(hour=3, minute=47),
        "options": {"expires": 3600},
    },
    "renew the search index": {
        "task": "network.search.tasks.renew_index",
        "schedule": crontab(hour=3, minute=7),
        "options": {"expires": 3600},
    },
    "delete what is past its time": {
        "task": "network.home.tasks.clear_outdated",
        "schedule": crontab(hour=3, minute=27),
        "options": {"expires": 3600},
    },
    "clear expired sessions": {
        "task": "network.home.tasks.clear_expired_sessions",
        "schedule": crontab(hour=3, minute=17),
        "options": {"expires": 3600},
    },
}
