# syntax=docker/dockerfile:1
FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.lock /opt/
RUN /opt/venv/bin/pip install --quiet --require-hashes -r /opt/requirements.lock
WORKDIR /app
COPY manage.py ./
COPY network network
COPY cities cities
COPY knowledge knowledge
COPY working_groups working_groups
COPY templates templates
COPY static static
# Static files are made with settings that need no secret, and served from the image.
RUN INTERURBAN_DATA=/collected DJANGO_SETTINGS_MODULE=network.settings.demo \
    /opt/venv/bin/python manage.py collectstatic --noinput --verbosity 0 && rm -f /collected/secret-key

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=network.settings.production INTERURBAN_DATA=/data
RUN useradd --system --uid 10001 --home-dir /data portal && install -d -o portal /data /data/media /data/private
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
COPY --from=build --chown=portal /collected/static /data/static
WORKDIR /app
USER portal
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "network.wsgi:application", "--worker-class", "gthread", "--workers", "2", "--threads", "4", \
     "--bind", "0.0.0.0:8000", "--no-control-socket", "--access-logfile", "-"]
