-- Somebody may be shut out of one organisation and stay in another.
alter table membership add column active boolean not null default true;
