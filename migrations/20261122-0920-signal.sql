create table signal (
  seq         {{serial}},
  org         text   not null,
  id          text   not null,
  key         text,
  body_hash   text   not null,
  at          bigint not null,
  received_at bigint not null,
  kind        text   not null check (kind in ('survey','feedback','review','evaluation','employee','conversation','operational','silence')),
  customer    text,
  import_id   text,
  op          text   not null check (op in ('put','correct','erase')),
  target      text   not null,
  doc         text
);
create index signal_read on signal (org, seq);
create index signal_target on signal (org, target, seq);
-- No index by customer: its pages would be hit at random by every signal. A customer's signals are found through analytics.
-- Of an import's signals only those that still stand: undoing takes them from the front.
create index signal_import on signal (org, import_id, seq) where import_id is not null and doc is not null;

-- The keys in use: a key freed by an erasure or by undoing an import may be used again, the log itself stays as it was.
create table signal_key (
  org       text not null,
  key       text not null,
  target    text not null,
  body_hash text not null,
  primary key (org, key)
) {{norowid}};

create table watermark (
  consumer text   not null,
  org      text   not null,
  seq      bigint not null,
  primary key (consumer, org)
);

-- Integer codes of the values that analytics knows only by number.
create table code (
  org   text    not null,
  dim   text    not null,
  code  integer not null,
  value text    not null,
  primary key (org, dim, code),
  unique (org, dim, value)
);

create table attribute (
  org        text    not null,
  key        text    not null,
  slot       integer not null,
  name       text    not null,
  created_at bigint  not null,
  primary key (org, key),
  unique (org, slot)
);
