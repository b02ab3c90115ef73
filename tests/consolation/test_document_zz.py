import time, os
import pytest
from tests.conftest import build_house
from tests.consolation.round import *
from union_lib.consolation import documents as D, reports, divided
from union_lib.consolation.queries import newest_allocation, lines_of
from union_lib.consolation.tables import AllocationLine
from sqlmodel import select
@pytest.fixture
def house(sqlite_engine, speaks_english): return build_house(sqlite_engine)
def t(name,f):
    a=time.perf_counter(); r=f(); print(f'{name:22s} {time.perf_counter()-a:.2f}s'); return r
def fast(session, allocation_id):
    rows=session.exec(select(AllocationLine.position,AllocationLine.shown,AllocationLine.tier,AllocationLine.amount_fen,AllocationLine.salt).where(AllocationLine.allocation_id==allocation_id).order_by(AllocationLine.position))
    return [divided.PublicLine(n,s['name'],s['place'],ti,a,sa) for n,s,ti,a,sa in rows]
def test_big(house):
    n=int(os.environ['N'])
    rows=[FileRow(f'职工{i%1000}',[Kind.MEDIC,Kind.FRONTLINE][i%2],None,None,None,None,False,{'unit':f'株洲第{i%500}有限公司','district':f'区{i%9}','industry':f'行业{i%17}'}) for i in range(n)]
    r=t('begin',lambda: begin(house,BY_WEIGHT,rows,budget_fen=n*800_00))
    r.submit(); r.approve(); d=r.ws('drafter')
    with d.reading() as s:
        al=newest_allocation(s,r.programme).id
    for k in range(2):
      with d.reading() as s:
        t('lines_of',lambda: lines_of(s,al))
      with d.reading() as s:
        a=t('public_lines',lambda: divided.public_lines(s,al))
        b=t('fast',lambda: fast(s,al)); assert a==b
    sh=t('notice_sheet',lambda: reports.notice_sheet(d,r.programme)); t('tree',lambda: sh.tree)
    for k in range(3): t('notice_list',lambda: D.notice_list(d,r.programme))
