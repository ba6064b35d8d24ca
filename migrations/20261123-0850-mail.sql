-- Mail that the program sends. What was sent stays; the contents of attached files go once the message has left.
create table mail_message (
  org        text    not null,
  id         text    not null,
  key        text,
  about      text    not null,
  to_email   text    not null,
  to_name    text    not null,
  from_name  text    not null,
  reply_to   text    not null,
  subject    text    not null,
  plain      text    not null,
  html       text    not null,
  files      text    not null,
  thread     text    not null,
  state      text    not null check (state in ('queued','sent','failed','held')),
  error      text    not null,
  tries      integer not null,
  queued_at  bigint  not null,
  sent_at    bigint,
  primary key (org, id)
);
create unique index mail_key on mail_message (org, key) where key is not null;
create index mail_about on mail_message (org, about, id);
