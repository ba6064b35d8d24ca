create table reply_template (
  org         text    not null,
  id          text    not null,
  name        text    not null,
  name_folded text    not null,
  language    text    not null,
  subject     text    not null,
  body        text    not null,
  shared      boolean not null,
  owner       text    not null,
  version     integer not null,
  made_key    text,
  created_at  bigint  not null,
  deleted_at  bigint,
  primary key (org, id)
);
create unique index reply_template_made on reply_template (org, made_key) where made_key is not null;

-- As whom a unit writes; unit '' is the whole organisation. What a unit doesn't say holds as above it.
create table reply_sender (
  org       text not null,
  unit      text not null,
  from_name text not null,
  reply_to  text not null,
  primary key (org, unit)
);

-- A reply waits a moment, in which it can be taken back, and then becomes a message. Files are by content, in the data folder.
create table reply (
  org         text   not null,
  id          text   not null,
  case_id     text   not null,
  author      text   not null,
  author_name text   not null,
  to_email    text   not null,
  to_name     text   not null,
  subject     text   not null,
  body        text   not null,
  files       text   not null,
  state       text   not null check (state in ('waiting','undone','handed')),
  send_at     bigint not null,
  created_at  bigint not null,
  message     text,
  made_key    text,
  made_hash   text,
  primary key (org, id)
);
create index reply_case on reply (org, case_id, id);
create unique index reply_made on reply (org, made_key) where made_key is not null;

-- The second secret of the status page: a code for each mail that told one, hashed.
create table case_code (
  org     text   not null,
  case_id text   not null,
  hash    text   not null,
  at      bigint not null,
  primary key (org, case_id, hash)
);

-- What leads to an organisation's status page, found before an organisation is known.
create table status_page (
  token text   primary key,
  org   text   not null unique references organisation (id),
  at    bigint not null
);

-- What a customer sent from the page, by the page it was sent from: sending it again adds nothing.
create table status_message (
  org     text   not null,
  case_id text   not null,
  nonce   text   not null,
  at      bigint not null,
  primary key (org, case_id, nonce)
);
