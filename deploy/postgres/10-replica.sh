#!/bin/bash
# Runs once, when the database is made: the read replica of the profile "scale" may stream from it, with the password.
echo 'host replication all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
