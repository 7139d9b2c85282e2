#!/usr/bin/env bash
# Runs every command of the README against a running platform, shows what comes back, and checks it.
#
#   scripts/walkthrough.sh [BASE_URL]    default http://127.0.0.1:8000; exits with 1 at the first surprise
#   scripts/walkthrough.sh --list        only prints the commands, as they stand in the README
#
# It wants fresh data (make clean-data); a second walk over the same data gives the same answers, thanks to its idempotency keys.
set -u -o pipefail

readme_url=http://127.0.0.1:8000
url=$readme_url
list=no
case ${1:-} in
    --list) list=yes ;;
    -*)
        sed -n '2,7s/^# \{0,1\}//p' "$0"
        exit 2
        ;;
    ?*) url=${1%/} ;;
esac

hint='The walk-through wants fresh data: stop the platform, make clean-data, make run.'
# shellcheck source=scripts/steps.sh
. "$(cd "$(dirname "$0")" && pwd -P)/steps.sh"

step 'Is it healthy?' \
    'curl -s http://127.0.0.1:8000/health' \
    200 '"status":"ok"'

step 'What does the demo user own?' \
    'curl -s http://127.0.0.1:8000/api/v1/trading/portfolio/1' \
    200 '"total_valuation_usd":"100000.00"'

step 'Look at the book.' \
    'curl -s '\''http://127.0.0.1:8000/api/v1/market/BTC-USD/book?depth=3'\''' \
    200 '"symbol":"BTC-USD"' '"50000.00"' '"49999.99"'

buy='curl -s http://127.0.0.1:8000/api/v1/trading/execute \
  -H '\''Content-Type: application/json'\'' -H '\''X-Idempotency-Key: my-first-buy'\'' \
  -d '\''{"user_id":1,"symbol":"BTC","pay_with":"USD","quantity":"1.0"}'\'''

step 'Buy one bitcoin.' "$buy" \
    200 '"status":"ORDER_FILLED"' '"quantity_filled":"1.0"' '"execution_price":"50000.00000000"' '"total_cost":"50000.00000000"' \
    '"remaining_balance":"50000.00000000"'

step 'The answer got lost? Send the same again: the same answer, and nothing is bought twice.' "$buy" \
    200 '"status":"ORDER_FILLED"' '"remaining_balance":"50000.00000000"'

step 'The money has become a bitcoin.' \
    'curl -s http://127.0.0.1:8000/api/v1/trading/portfolio/1' \
    200 '"total_valuation_usd":"100000.00"' '"USD":"50000.00000000"' '"BTC":"1.00000000"'

step 'Buy more than the money covers.' \
    'curl -s http://127.0.0.1:8000/api/v1/trading/execute \
  -H '\''Content-Type: application/json'\'' -H '\''X-Idempotency-Key: too-much'\'' \
  -d '\''{"user_id":1,"symbol":"BTC","pay_with":"USD","quantity":"3.0"}'\''' \
    402 '"error_code":"ERR_LIQUIDITY"'

step 'Rest a bid of your own on it.' \
    'curl -s http://127.0.0.1:8000/api/v1/orders \
  -H '\''Content-Type: application/json'\'' \
  -d '\''{"symbol":"BTC-USD","side":"BUY","type":"LIMIT","price":"49000.00","quantity":"0.1","client_order_id":"my-first-bid"}'\''' \
    201 '"status":"NEW"' '"client_order_id":"my-first-bid"'

step 'It holds 4,900 USD.' \
    'curl -s http://127.0.0.1:8000/api/v1/balances' \
    200 '"asset":"USD"'

keep 'Which one was it? The newest.' ORDER \
    'ORDER=$(curl -s '\''http://127.0.0.1:8000/api/v1/orders?symbol=BTC-USD&limit=1'\'' | sed '\''s/.*"order_id":"\([^"]*\)".*/\1/'\'')'

step 'Take it back. (A second time there is nothing to take back: 409.)' \
    'curl -s -X DELETE http://127.0.0.1:8000/api/v1/orders/$ORDER' \
    '200|409'

step 'Become a user of your own.' \
    'curl -s http://127.0.0.1:8000/api/v1/auth/register \
  -H '\''Content-Type: application/json'\'' \
  -d '\''{"username":"ada","email":"ada@example.com","password":"correct-horse-battery"}'\''' \
    '201|409'

keep 'Log in.' TOKEN \
    'TOKEN=$(curl -s http://127.0.0.1:8000/api/v1/auth/login \
  -H '\''Content-Type: application/json'\'' \
  -d '\''{"username":"ada","password":"correct-horse-battery"}'\'' | sed '\''s/.*"access_token":"\([^"]*\)".*/\1/'\'')'

step 'You have sandbox money, too.' \
    'curl -s http://127.0.0.1:8000/api/v1/balances -H "Authorization: Bearer $TOKEN"' \
    200 '"total":"100000.00000000"'

terminal 'Bid in the terminal.' \
    'scripts/hft buy BTC-USD 0.01 --limit 49000 --idempotency-key from-the-terminal' \
    'NEW'

terminal 'What does the demo user have now?' \
    'scripts/hft balances -o csv' \
    'BTC,1.00000000,'

[ $list = yes ] || printf '\nAll %s steps gave what the README says.\n' "$number"
