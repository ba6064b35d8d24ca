-- Which list a purchase came in with, so that taking the list back finds it; empty where it was told one by one.
alter table purchase add column intake text not null default '';
create index purchase_intake on purchase (org, intake, key) where intake <> '';

-- What a list changed of purchases that were known: doc is what they said before, so that taking the list back restores it.
create table purchase_before (
  org    text not null,
  intake text not null,
  key    text not null,
  doc    text not null,
  primary key (org, intake, key)
) {{norowid}};

-- Money given back. purchase is the key of what was bought, or empty where the list doesn't say.
create table refund (
  org        text   not null,
  key        text   not null,
  id         text   not null,
  customer   text   not null,
  purchase   text   not null,
  at         bigint not null,
  amount     bigint not null check (amount > 0),
  currency   text   not null,
  intake     text   not null,
  created_at bigint not null,
  primary key (org, key)
) {{norowid}};
create index refund_intake on refund (org, intake, key) where intake <> '';

-- What customers pay for again and again until they end it. amount is for one period; ended_at is null while it runs.
create table subscription (
  org        text   not null,
  key        text   not null,
  id         text   not null,
  customer   text   not null,
  product    text   not null,
  started_at bigint not null,
  ended_at   bigint,
  amount     bigint not null check (amount >= 0),
  currency   text   not null,
  period     text   not null check (period in ('week','month','year')),
  reason     text   not null,
  intake     text   not null,
  created_at bigint not null,
  primary key (org, key)
) {{norowid}};
create index subscription_of on subscription (org, customer, started_at);
create index subscription_intake on subscription (org, intake, key) where intake <> '';
