-- Whom we serve, in full. The columns that signals resolve by stay as they were; everything else has a default, so that a
-- signal that names somebody new costs what it did.
alter table customer add column phone text not null default '';
alter table customer add column phone_folded text;
alter table customer add column address text not null default '';
alter table customer add column language text not null default '';
alter table customer add column zone text not null default '';
alter table customer add column do_not_contact boolean not null default false;
-- The channels a customer may be written or called on, with commas; empty is all of them.
alter table customer add column channels text not null default '';
-- {"key": "value"} as defined in customer_fields; empty is none.
alter table customer add column attributes text not null default '';
alter table customer add column version integer not null default 1;
-- The customer whom this one turned out to be. It always names the last survivor: merging on moves the pointers along.
alter table customer add column merged_into text;
create index customer_phone on customer (org, phone_folded) where phone_folded is not null;
create index customer_merged on customer (org, merged_into) where merged_into is not null;

-- What else a customer is known by, beside external_id in the customer's own row. One holder for each kind and value.
create table customer_identifier (
  org        text   not null,
  kind       text   not null check (kind in ('external_id','email','phone','account','loyalty','contract','username','other')),
  folded     text   not null,
  value      text   not null,
  customer   text   not null,
  created_at bigint not null,
  primary key (org, kind, folded)
) {{norowid}};
create index customer_identifier_of on customer_identifier (org, customer);

create table customer_segment (
  org      text not null,
  customer text not null,
  segment  text not null,
  primary key (org, customer, segment)
) {{norowid}};
create index customer_segment_of on customer_segment (org, segment, customer);

-- The segments, attributes and rules of consent that an organisation has defined, one document.
create table customer_fields (
  org     text    not null primary key,
  version integer not null,
  doc     text    not null
);

-- Append-only: what holds now is the latest line of each purpose.
create table customer_consent (
  org         text    not null,
  id          text    not null,
  customer    text    not null,
  purpose     text    not null check (purpose in ('service','survey','marketing','research')),
  given       boolean not null,
  source      text    not null,
  evidence    text    not null,
  at          bigint  not null,
  recorded_at bigint  not null,
  actor_name  text    not null,
  primary key (org, id)
);
create index customer_consent_of on customer_consent (org, customer, at, id);

-- Amounts in minor units of an ISO 4217 currency. The key is the order's own, so that telling it again adds nothing.
create table purchase (
  org        text    not null,
  key        text    not null,
  id         text    not null,
  customer   text    not null,
  at         bigint  not null,
  product    text    not null,
  amount     bigint  not null check (amount >= 0),
  currency   text    not null,
  quantity   bigint  not null check (quantity > 0),
  state      text    not null check (state in ('bought','cancelled','returned')),
  created_at bigint  not null,
  primary key (org, key)
) {{norowid}};
create index purchase_of on purchase (org, customer, at, id);

-- Merges, undone or not. before and after hold what the merge changed of the survivor, so that undoing puts exactly that back.
create table customer_merge (
  org         text   not null,
  id          text   not null,
  survivor    text   not null,
  merged      text   not null,
  at          bigint not null,
  actor_name  text   not null,
  was         text   not null,
  became      text   not null,
  undone_at   bigint,
  undone_name text   not null,
  primary key (org, id)
);
create index customer_merge_survivor on customer_merge (org, survivor, at);
create index customer_merge_merged on customer_merge (org, merged, at);

-- Pairs that somebody looked at and found to be two people: one sorts before other.
create table customer_different (
  org   text   not null,
  one   text   not null,
  other text   not null,
  at    bigint not null,
  primary key (org, one, other)
) {{norowid}};

create index case_file_customer on case_file (org, customer, opened_at, id) where customer is not null;
