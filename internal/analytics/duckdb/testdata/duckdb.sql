-- {"Measure":{"What":"count","Metric":0,"Other":0,"Above":0,"Below":0,"Percents":null,"Of":{"Dim":"","Slot":0,"Roll":null}},"By":null,"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
select count(*)
from fact_7 as f
limit 100001
-- []

-- {"Measure":{"What":"sums","Metric":1,"Other":0,"Above":9000,"Below":6000,"Percents":null,"Of":{"Dim":"","Slot":0,"Roll":null}},"By":[{"Dim":"touch","Slot":0,"Roll":null},{"Dim":"month","Slot":0,"Roll":null}],"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
select f.touch, f.month, count(f.m1), coalesce(cast(sum(f.m1) as bigint), 0), coalesce(cast((sum(f.m1 * f.m1) - (sum(f.m1 * f.m1) & 4294967295)) // 4294967296 as bigint), 0), coalesce(cast(sum(f.m1 * f.m1) & 4294967295 as bigint), 0), cast(coalesce(count_if(f.m1 >= cast($1 as bigint)), 0) as bigint), cast(coalesce(count_if(f.m1 <= cast($2 as bigint)), 0) as bigint), cast(coalesce(count_if(f.x1 = 2), 0) as bigint), cast(coalesce(count_if(f.x1 = 3), 0) as bigint), cast(coalesce(count_if(f.x1 = 4), 0) as bigint)
from fact_7 as f
where f.x1 <> 0
group by 1, 2
order by 1, 2
limit 100001
-- [9000 6000]

-- {"Measure":{"What":"shares","Metric":1,"Other":0,"Above":9000,"Below":6000,"Percents":null,"Of":{"Dim":"","Slot":0,"Roll":null}},"By":[{"Dim":"touch","Slot":0,"Roll":null},{"Dim":"month","Slot":0,"Roll":null}],"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
select f.touch, f.month, count(f.m1), cast(coalesce(count_if(f.m1 >= cast($1 as bigint)), 0) as bigint), cast(coalesce(count_if(f.m1 <= cast($2 as bigint)), 0) as bigint), cast(coalesce(count_if(f.x1 = 2), 0) as bigint), cast(coalesce(count_if(f.x1 = 3), 0) as bigint), cast(coalesce(count_if(f.x1 = 4), 0) as bigint)
from fact_7 as f
where f.x1 <> 0
group by 1, 2
order by 1, 2
limit 100001
-- [9000 6000]

-- {"Measure":{"What":"sums","Metric":2,"Other":0,"Above":0,"Below":0,"Percents":null,"Of":{"Dim":"","Slot":0,"Roll":null}},"By":[{"Dim":"unit","Slot":0,"Roll":{"2":2,"4":2,"5":2}},{"Dim":"quarter","Slot":0,"Roll":null}],"Where":[{"Dim":"attribute","Slot":3,"Op":"in","Codes":[7,8],"Metric":0,"Low":0,"High":0,"States":null},{"Dim":"channel","Slot":0,"Op":"not_in","Codes":[1],"Metric":0,"Low":0,"High":0,"States":null},{"Dim":"year","Slot":0,"Op":"between","Codes":[2025,2026],"Metric":0,"Low":0,"High":0,"States":null},{"Dim":"","Slot":0,"Op":"","Codes":null,"Metric":1,"Low":0,"High":6000,"States":null},{"Dim":"","Slot":0,"Op":"","Codes":null,"Metric":4,"Low":0,"High":0,"States":"AAI="}],"Scope":[2,4,5],"From":1000000,"To":2000000,"Limit":100000,"Before":null}
select r0.shown, ((f.month + 3000000) // 3 - 1000000), count(f.m2), coalesce(cast(sum(f.m2) as bigint), 0), coalesce(cast((sum(f.m2 * f.m2) - (sum(f.m2 * f.m2) & 4294967295)) // 4294967296 as bigint), 0), coalesce(cast(sum(f.m2 * f.m2) & 4294967295 as bigint), 0), cast(coalesce(count_if(f.m2 >= cast($3 as bigint)), 0) as bigint), cast(coalesce(count_if(f.m2 <= cast($4 as bigint)), 0) as bigint), cast(coalesce(count_if(f.x2 = 2), 0) as bigint), cast(coalesce(count_if(f.x2 = 3), 0) as bigint), cast(coalesce(count_if(f.x2 = 4), 0) as bigint)
from fact_7 as f
join (select unnest(cast($1 as bigint[])) as code, unnest(cast($2 as bigint[])) as shown) as r0 on r0.code = f.unit
where f.x2 <> 0
  and f.at >= cast($5 as bigint)
  and f.at < cast($6 as bigint)
  and f.unit in (select unnest(cast($7 as bigint[])))
  and f.a3 in (select unnest(cast($8 as bigint[])))
  and not (f.channel in (select unnest(cast($9 as bigint[]))))
  and ((f.month + 12000000) // 12 - 1000000) + 1970 between cast($10 as bigint) and cast($11 as bigint)
  and (f.x1 = 1 and f.m1 between cast($12 as bigint) and cast($13 as bigint))
  and 0 in (0, 2)
group by 1, 2
order by 1, 2
limit 100001
-- [[2,4,5] [2,2,2] 0 0 1000000 2000000 [2,4,5] [7,8] [1] 2025 2026 0 6000]

-- {"Measure":{"What":"distribution","Metric":1,"Other":0,"Above":0,"Below":0,"Percents":null,"Of":{"Dim":"","Slot":0,"Roll":null}},"By":[{"Dim":"week","Slot":0,"Roll":null}],"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
select f.week, f.m1, count(*)
from fact_7 as f
where f.x1 = 1
group by 1, 2
order by 1, 2
limit 100001
-- []

-- {"Measure":{"What":"percentiles","Metric":1,"Other":0,"Above":0,"Below":0,"Percents":[500,900],"Of":{"Dim":"","Slot":0,"Roll":null}},"By":[{"Dim":"touch","Slot":0,"Roll":null},{"Dim":"month","Slot":0,"Roll":null}],"Where":null,"Scope":null,"From":0,"To":0,"Limit":10,"Before":null}
with counted as (
select f.touch as k0, f.month as k1, f.m1 as v, count(*) as c
from fact_7 as f
where f.x1 = 1
group by 1, 2, 3
), added as (
select k0, k1, v, cast(sum(c) over (partition by k0, k1 order by v) as bigint) as upto, cast(sum(c) over (partition by k0, k1) as bigint) as n
from counted
)
select k0, k1, coalesce(max(n), 0), coalesce(min(case when upto * 1000 >= n * cast($1 as bigint) then v end), 0), coalesce(min(case when upto * 1000 >= n * cast($2 as bigint) then v end), 0)
from added
group by 1, 2
order by 1, 2
limit 11
-- [500 900]

-- {"Measure":{"What":"percentiles","Metric":1,"Other":0,"Above":0,"Below":0,"Percents":[500],"Of":{"Dim":"","Slot":0,"Roll":null}},"By":null,"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
with counted as (
select f.m1 as v, count(*) as c
from fact_7 as f
where f.x1 = 1
group by 1
), added as (
select v, cast(sum(c) over (order by v) as bigint) as upto, cast(sum(c) over () as bigint) as n
from counted
)
select coalesce(max(n), 0), coalesce(min(case when upto * 1000 >= n * cast($1 as bigint) then v end), 0)
from added
limit 100001
-- [500]

-- {"Measure":{"What":"medians","Metric":1,"Other":0,"Above":0,"Below":0,"Percents":null,"Spread":3842,"Of":{"Dim":"","Slot":0,"Roll":null}},"By":[{"Dim":"touch","Slot":0,"Roll":null},{"Dim":"month","Slot":0,"Roll":null}],"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
with counted as (
select f.touch as k0, f.month as k1, f.x1 as x, f.m1 as v, count(*) as c
from fact_7 as f
where f.x1 <> 0
group by 1, 2, 3, 4
), added as (
select k0, k1, x, v, c, cast(sum(case when x = 1 then c else 0 end) over (partition by k0, k1 order by v) as bigint) as upto, cast(sum(case when x = 1 then c else 0 end) over (partition by k0, k1) as bigint) as n
from counted
)
select k0, k1, coalesce(max(n), 0), coalesce(min(case when x = 1 and not (n - 1 - 2 * upto >= 0 and (n - 1 - 2 * upto) * (n - 1 - 2 * upto) * 1000 >= cast($1 as bigint) * n) then v end), 0), coalesce(min(case when x = 1 and 2 * upto >= n then v end), 0), coalesce(min(case when x = 1 and 2 * upto > n then v end), 0), coalesce(min(case when x = 1 and 2 * upto - n - 1 >= 0 and (2 * upto - n - 1) * (2 * upto - n - 1) * 1000 >= cast($1 as bigint) * n then v end), 0), coalesce(cast(sum(case when x = 2 then c end) as bigint), 0), coalesce(cast(sum(case when x = 3 then c end) as bigint), 0), coalesce(cast(sum(case when x = 4 then c end) as bigint), 0)
from added
group by 1, 2
order by 1, 2
limit 100001
-- [3842]

-- {"Measure":{"What":"medians","Metric":1,"Other":0,"Above":0,"Below":0,"Percents":null,"Spread":3842,"Of":{"Dim":"","Slot":0,"Roll":null}},"By":null,"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
with counted as (
select f.x1 as x, f.m1 as v, count(*) as c
from fact_7 as f
where f.x1 <> 0
group by 1, 2
), added as (
select x, v, c, cast(sum(case when x = 1 then c else 0 end) over (order by v) as bigint) as upto, cast(sum(case when x = 1 then c else 0 end) over () as bigint) as n
from counted
)
select coalesce(max(n), 0), coalesce(min(case when x = 1 and not (n - 1 - 2 * upto >= 0 and (n - 1 - 2 * upto) * (n - 1 - 2 * upto) * 1000 >= cast($1 as bigint) * n) then v end), 0), coalesce(min(case when x = 1 and 2 * upto >= n then v end), 0), coalesce(min(case when x = 1 and 2 * upto > n then v end), 0), coalesce(min(case when x = 1 and 2 * upto - n - 1 >= 0 and (2 * upto - n - 1) * (2 * upto - n - 1) * 1000 >= cast($1 as bigint) * n then v end), 0), coalesce(cast(sum(case when x = 2 then c end) as bigint), 0), coalesce(cast(sum(case when x = 3 then c end) as bigint), 0), coalesce(cast(sum(case when x = 4 then c end) as bigint), 0)
from added
limit 100001
-- [3842]

-- {"Measure":{"What":"correlation","Metric":1,"Other":2,"Above":0,"Below":0,"Percents":null,"Of":{"Dim":"","Slot":0,"Roll":null}},"By":[{"Dim":"attribute","Slot":1,"Roll":null}],"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
select f.a1, count(*), coalesce(cast(sum(f.m1) as bigint), 0), coalesce(cast((sum(f.m1 * f.m1) - (sum(f.m1 * f.m1) & 4294967295)) // 4294967296 as bigint), 0), coalesce(cast(sum(f.m1 * f.m1) & 4294967295 as bigint), 0), coalesce(cast(sum(f.m2) as bigint), 0), coalesce(cast((sum(f.m2 * f.m2) - (sum(f.m2 * f.m2) & 4294967295)) // 4294967296 as bigint), 0), coalesce(cast(sum(f.m2 * f.m2) & 4294967295 as bigint), 0), coalesce(cast((sum(f.m1 * f.m2) - (sum(f.m1 * f.m2) & 4294967295)) // 4294967296 as bigint), 0), coalesce(cast(sum(f.m1 * f.m2) & 4294967295 as bigint), 0)
from fact_7 as f
where f.x1 = 1
  and f.x2 = 1
group by 1
order by 1
limit 100001
-- []

-- {"Measure":{"What":"distinct","Metric":0,"Other":0,"Above":0,"Below":0,"Percents":null,"Of":{"Dim":"unit","Slot":0,"Roll":{"2":2,"4":2,"5":2}}},"By":[{"Dim":"comment","Slot":0,"Roll":null}],"Where":null,"Scope":null,"From":0,"To":0,"Limit":100000,"Before":null}
select f.comment, count(distinct nullif(r0.shown, 0))
from fact_7 as f
left join (select unnest(cast($1 as bigint[])) as code, unnest(cast($2 as bigint[])) as shown) as r0 on r0.code = f.unit
group by 1
order by 1
limit 100001
-- [[2,4,5] [2,2,2]]

-- {"Measure":{"What":"signals","Metric":0,"Other":0,"Above":0,"Below":0,"Percents":null,"Of":{"Dim":"","Slot":0,"Roll":null}},"By":null,"Where":null,"Scope":null,"From":0,"To":0,"Limit":50,"Before":{"At":1700000000000000,"Signal":42}}
select f.at, f.signal
from fact_7 as f
where f.at <= cast($1 as bigint)
  and (f.at < cast($1 as bigint) or f.signal < cast($2 as bigint))
order by 1 desc, 2 desc
limit 51
-- [1700000000000000 42]

