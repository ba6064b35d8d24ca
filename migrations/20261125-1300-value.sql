-- What a customer is worth, by segment ('' is all of them). A measurement: doc is never edited, the next one takes its place.
create table customer_value (
  org           text   not null,
  id            text   not null,
  segment       text   not null,
  kind          text   not null check (kind in ('typed','contractual','non_contractual')),
  doc           text   not null,
  inputs_hash   text   not null,
  made_by       text   not null,
  made_at       bigint not null,
  superseded_at bigint,
  primary key (org, id)
);
create unique index customer_value_in_force on customer_value (org, segment) where superseded_at is null;
create index customer_value_made on customer_value (org, made_at, id);
