import time, os
import pytest
from tests.conftest import build_house
from tests.consolation.round import *
from union_lib.consolation import documents as D
@pytest.fixture
def house(sqlite_engine, speaks_english): return build_house(sqlite_engine)
def t(name,f):
    ts=[]
    for _ in range(1 if name in('begin','batch') else int(os.environ.get('REP','1'))):
        a=time.perf_counter(); r=f(); ts.append(time.perf_counter()-a)
    ts.sort(); print(f'{name:22s} {ts[len(ts)//2]:.2f}s', len(r[1]) if isinstance(r,tuple) else '')
    return r
def test_big(house):
    n=int(os.environ['N'])
    rows=[FileRow(f'职工{i%1000}',[Kind.MEDIC,Kind.FRONTLINE][i%2],f'4302{i:014d}',None,f'62220{i:011d}',None,False,{'unit':f'株洲第{i%500}有限公司','district':f'区{i%9}','industry':f'行业{i%17}'}) for i in range(n)]
    r=t('begin',lambda: begin(house,BY_WEIGHT,rows,budget_fen=n*800_00))
    d=r.ws('drafter')
    t('candidate_list',lambda: D.candidate_list(d,r.programme))
    t('alloc draft',lambda: D.allocation_workbook(d,r.programme))
    r.submit(); r.approve()
    service.post_notice(r.ws('drafter'),r.programme)
    if n<=3000: t('notice',lambda: D.notice(d,r.programme))
    t('notice_list',lambda: D.notice_list(d,r.programme))
    t('slip',lambda: D.slip_paper(d,r.programme,n//2))
    t('approval',lambda: D.approval_form(d,r.programme))
    t('upper',lambda: D.upper_list(d,r.programme))
    t('alloc',lambda: D.allocation_workbook(d,r.programme))
    service.start_paying(r.ws('drafter',AFTER_NOTICE),r.programme)
    from union_lib.consolation import divided; from union_lib.consolation.tables import AllocationLine; from sqlmodel import select; import union_lib.consolation.reports.notices as N
    def fast(session, a): return [divided.PublicLine(n,s['name'],s['place'],ti,am,sa) for n,s,ti,am,sa in session.exec(select(AllocationLine.position,AllocationLine.shown,AllocationLine.tier,AllocationLine.amount_fen,AllocationLine.salt).where(AllocationLine.allocation_id==a).order_by(AllocationLine.position))]
    N.public_lines=fast
    t('notice_list columns',lambda: D.notice_list(d,r.programme))
