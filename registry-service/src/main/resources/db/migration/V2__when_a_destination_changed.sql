-- A failure that was reported before its owner changed the destination is not held against the change at once.
alter table intake add column configured timestamptz not null default clock_timestamp();
alter table intake alter column configured drop default;
