-- The story tells more: detail is a JSON document where a line needs more than words.
alter table case_event add column detail text;

alter table case_event drop constraint case_event_kind_check;

alter table case_event add constraint case_event_kind_check check (kind in ('opened','rule','note','state','owner','due','severity','title','signal','reply','received','mention','watch','commitment','clock',
    'escalated','merged','unmerged','split','link','parent','redress','follow_up','status','reminder','cause','compliment'));
