"""Alembic's entrance: the connection is handed in by `union_lib.store.schema`."""

from alembic import context

from union_lib.store.database import metadata
from union_lib.store.schema import load_models

load_models()
connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
