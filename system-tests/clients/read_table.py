"""Reads an Iceberg table through its REST catalog with DuckDB and prints one JSON object per row.

usage: read_table.py CATALOG_URI WAREHOUSE NAMESPACE TABLE   (S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY in the environment)
"""

import os
import sys

import duckdb
from duckdb_extensions import import_extension


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def name(text):
    return '"' + text.replace('"', '""') + '"'


def main():
    uri, warehouse, namespace, table = sys.argv[1:5]
    connection = duckdb.connect()
    for extension in ("avro", "httpfs", "iceberg"):
        import_extension(extension)
        connection.execute("LOAD " + extension)
    endpoint = os.environ["S3_ENDPOINT"].split("://", 1)[1]
    connection.execute(
        "CREATE SECRET (TYPE s3, KEY_ID {}, SECRET {}, ENDPOINT {}, REGION 'us-east-1', URL_STYLE 'path', "
        "USE_SSL false)".format(
            quoted(os.environ["S3_ACCESS_KEY"]), quoted(os.environ["S3_SECRET_KEY"]), quoted(endpoint)
        )
    )
    connection.execute(
        "ATTACH {} AS lake (TYPE iceberg, ENDPOINT {}, AUTHORIZATION_TYPE 'none', "
        "ACCESS_DELEGATION_MODE 'none')".format(quoted(warehouse), quoted(uri))
    )
    rows = connection.execute(
        "SELECT to_json(t)::VARCHAR FROM lake.{}.{} AS t".format(name(namespace), name(table))
    )
    while True:
        chunk = rows.fetchmany(10_000)
        if not chunk:
            return
        sys.stdout.write("".join(row[0] + "\n" for row in chunk))


main()
