-- A file that was sent in, and what it looks like. The bytes are a blob; the row is what lets this organisation use them.
create table upload (
  org        text   not null,
  hash       text   not null,
  name       text   not null,
  bytes      bigint not null,
  format     text   not null,
  row_count  bigint not null,
  columns    text   not null,
  created_at bigint not null,
  primary key (org, hash)
);

create table import (
  org          text   not null,
  id           text   not null,
  name         text   not null,
  upload       text   not null,
  mapping      text   not null,
  mapping_hash text   not null,
  open_cases   bigint not null check (open_cases in (0, 1)),
  state        text   not null check (state in ('waiting','running','done','failed','cancelled','undoing','undone')),
  row_count    bigint not null,
  done         bigint not null,
  accepted     bigint not null,
  rejected     bigint not null,
  duplicates   bigint not null,
  erased       bigint not null,
  last_row     bigint not null,
  left_out     text   not null,
  breaks       text   not null,
  new_metrics  text   not null,
  replaces     text,
  retry_key    text,
  error        text   not null,
  by_kind      text   not null,
  by_id        text   not null,
  by_name      text   not null,
  created_at   bigint not null,
  finished_at  bigint,
  primary key (org, id)
);
create index import_upload on import (org, upload);
create unique index import_retry on import (org, retry_key) where retry_key is not null;

-- Why rows were refused. The rows themselves stand in the file.
create table import_rejected (
  org    text   not null,
  import text   not null,
  line   bigint not null,
  reason text   not null,
  primary key (org, import, line)
) {{norowid}};
