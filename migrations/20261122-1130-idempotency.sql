-- What came of creates that were sent with an Idempotency-Key, for a day. status 0: the first request hasn't been answered yet.
-- response is null where the answer held a secret.
create table idempotency (
  org        text    not null,
  caller     text    not null,
  key        text    not null,
  operation  text    not null,
  body_hash  text    not null,
  status     integer not null,
  headers    text    not null,
  response   text,
  created_at bigint  not null,
  primary key (org, caller, key)
);
create index idempotency_age on idempotency (org, created_at);
