-- What an organisation expects to hear or to have done. on_since: what was heard before starts nothing.
create table expectation (
  org         text    not null,
  id          text    not null,
  name        text    not null,
  name_folded text    not null,
  kind        text    not null check (kind in ('promise','answer','contact','repeat')),
  active      boolean not null,
  rules       text    not null,
  on_since    bigint,
  version     integer not null,
  created_at  bigint  not null,
  deleted_at  bigint,
  primary key (org, id)
);
create unique index expectation_name on expectation (org, name_folded) where deleted_at is null;

-- One thing waited for: a promise or a message by its signal, a contact by its customer. silence is the signal that says it was missed.
create table awaited (
  org         text   not null,
  expectation text   not null,
  subject     text   not null,
  customer    text   not null,
  touch_point text   not null,
  unit        text   not null,
  employee    text   not null,
  since       bigint not null,
  due         bigint not null,
  answered    bigint,
  answer      text   not null,
  silence     text   not null,
  primary key (org, expectation, subject)
);
create index awaited_due on awaited (org, due) where silence = '';
create index awaited_customer on awaited (org, customer, since);
create index awaited_answer on awaited (org, answer) where answer <> '';
create index awaited_subject on awaited (org, subject);

-- One contact of a customer, for finding the one before: derived is the signal that says whether it was a repeated one.
create table contact (
  org         text     not null,
  expectation text     not null,
  signal      text     not null,
  customer    text     not null,
  place       text     not null,
  at          bigint   not null,
  repeated    smallint not null,
  derived     text     not null,
  primary key (org, expectation, signal)
);
create index contact_before on contact (org, expectation, customer, place, at);
create index contact_signal on contact (org, signal);
