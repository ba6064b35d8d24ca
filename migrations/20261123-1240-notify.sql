-- What people are told. mail says what is still to be done about it by e-mail: nothing, soon, in the digest, or it has been.
create table notice (
  org     text   not null,
  id      text   not null,
  user_id text   not null,
  kind    text   not null,
  title   text   not null,
  words   text   not null,
  link    text   not null,
  key     text   not null,
  at      bigint not null,
  read_at bigint,
  mail    text   not null check (mail in ('none','soon','digest','sent')),
  primary key (org, id),
  unique (org, user_id, key)
);
create index notice_list on notice (org, user_id, id);
create index notice_unread on notice (org, user_id) where read_at is null;
create index notice_pending on notice (org, mail, at) where mail in ('soon','digest');

-- A person's own wishes in one organisation; without a row the usual ones hold.
create table notice_setting (
  org     text    not null,
  user_id text    not null,
  wishes  text    not null,
  version integer not null,
  primary key (org, user_id)
);

-- Signs the links by which a reader stops a kind of e-mail.
create table notice_secret (
  org    text not null primary key,
  secret text not null
);
