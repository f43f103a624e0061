"""The reader's own account, beside allauth's pages under ``/account/``."""

app_name = "accounts"
urlpatterns: list = []
