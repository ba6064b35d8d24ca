-- What good and bad service does to what customers buy. A measurement: doc is never edited; the newest is what is shown.
create table loyalty_result (
  org         text   not null,
  id          text   not null,
  doc         text   not null,
  inputs_hash text   not null,
  made_by     text   not null,
  made_at     bigint not null,
  primary key (org, id)
);

-- Customers who seem to be lost, and what a person found of each. Detection adds rows and never touches one that was decided.
create table lost_customer (
  org        text    not null,
  customer   text    not null,
  how        text    not null check (how in ('subscription_ended','silent','exit_survey')),
  lost_on    text    not null,
  alive      bigint  not null,
  spent      bigint  not null,
  currency   text    not null,
  said       text    not null,
  reached    text    not null check (reached in ('yes','no','unknown')),
  state      text    not null check (state in ('proposed','confirmed','dismissed')),
  reason     text    not null,
  words      text    not null,
  decided_by text    not null,
  decided_at bigint,
  found_at   bigint  not null,
  version    integer not null,
  primary key (org, customer)
);
create index lost_customer_state on lost_customer (org, state, spent, customer);
