-- Whether an older run of the flow has something open: asked for each part that could be claimed.
create index part_of_flow on part (district_id, flow_no, run_no) where state in ('waiting', 'running');
