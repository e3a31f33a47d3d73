"""The app of a Python worker for Celery's own integration tests, as their conftest.py makes it."""
import os

from celery import Celery

app = Celery("integration", broker=os.environ["TEST_BROKER"], backend=os.environ["TEST_BACKEND"])
app.conf.update(result_extended=True)
app.set_default()

from t.integration.tasks import ClassBasedAutoRetryTask  # noqa: E402

app.register_task(ClassBasedAutoRetryTask)
