-- What a reader's program is told beside the words: where a click stops such mail, and whether a person wrote it.
alter table mail_message add column unsubscribe text not null default '';
alter table mail_message add column personal boolean not null default false;
