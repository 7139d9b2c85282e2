#!/usr/bin/env bash
# Checks from outside that a platform works: what it says of itself, its documentation, and a first day of a user of its own.
#
#   scripts/smoke.sh [BASE_URL]    default http://127.0.0.1:8000; exits with 1 at the first surprise
#
# It waits up to SMOKE_WAIT_SECONDS (60) for the platform to be healthy. Any data will do, and it may be repeated: every run makes a user named
# smoke-… and trades little. Where users are given no sandbox money, it ends before the trading.
set -u -o pipefail

readme_url=http://127.0.0.1:8000
url=$readme_url
case ${1:-} in
    -*)
        sed -n '2,7s/^# \{0,1\}//p' "$0"
        exit 2
        ;;
    ?*) url=${1%/} ;;
esac
# shellcheck source=scripts/steps.sh
. "$(cd "$(dirname "$0")" && pwd -P)/steps.sh"

field() { # name, of the last answer
    printf '%s' "$answer" | sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" | head -n 1
}

name=smoke-$(date +%s)-$$
json="-H 'Content-Type: application/json'"

until_end=$((SECONDS + ${SMOKE_WAIT_SECONDS:-60}))
until [ "$(curl -s -o /dev/null -m 5 -w '%{http_code}' "$url/health")" = 200 ] || [ $SECONDS -ge $until_end ]; do sleep 0.5; done

step 'It is healthy, and so are its parts.' "curl -s $url/health" 200 '"status":"ok"' '"database"' '"engine"' '"settlement"'
step 'Swagger UI is there.' "curl -s -L $url/docs" 200 'swagger-ui'
step 'So is the description of the interface.' "curl -s $url/openapi.json" 200 '"openapi"' '/api/v1/orders'
step 'Markets are open for trading.' "curl -s $url/api/v1/status" 200 'BTC-USD'
step 'Nobody gets in with a wrong token.' "curl -s $url/api/v1/balances -H 'Authorization: Bearer wrong'" 401

step 'A user registers.' "curl -s $url/api/v1/auth/register $json \
  -d '{\"username\":\"$name\",\"email\":\"$name@example.com\",\"password\":\"$name-$RANDOM$RANDOM\"}'" 201 '"access_token"'
user=$(field user_id)
token=$(field access_token)
me="-H 'Authorization: Bearer $token'"

step 'What money is there?' "curl -s $url/api/v1/balances $me" 200
case $answer in
    *'"asset":"USD","total":"100000.00000000"'*) ;;
    *)
        printf '\nNo sandbox money here: all %s steps before the trading are fine.\n' "$number"
        exit 0
        ;;
esac

step 'There is a book.' "curl -s '$url/api/v1/market/BTC-USD/book?depth=1'" 200 '"bids":[["' '"asks":[["'
bid=$(printf '%s' "$answer" | sed 's/.*"bids":\[\["\([0-9.]*\)".*/\1/')

buy="curl -s $url/api/v1/trading/execute $json $me -H 'Idempotency-Key: $name' \
  -d '{\"user_id\":$user,\"symbol\":\"BTC\",\"pay_with\":\"USD\",\"quantity\":\"0.1\"}'"
step 'The user buys a tenth of a bitcoin.' "$buy" 200 '"status":"ORDER_FILLED"' '"quantity_filled":"0.1"'
first=$answer
step 'Sent again, it is the same purchase.' "$buy" 200
[ "$answer" = "$first" ] || surprise 'the repeat was answered differently'
step 'It is in the portfolio, once.' "curl -s $url/api/v1/trading/portfolio/$user $me" 200 '"BTC":"0.10000000"'
step 'More than the money covers is refused.' "curl -s $url/api/v1/trading/execute $json $me -H 'Idempotency-Key: $name-2' \
  -d '{\"user_id\":$user,\"symbol\":\"BTC\",\"pay_with\":\"USD\",\"quantity\":\"50\"}'" 402 '"error_code":"ERR_LIQUIDITY"'

price=$(awk -v bid="$bid" 'BEGIN { printf "%.2f", bid * 0.97 }')
step 'A bid rests below the market,' "curl -s $url/api/v1/orders $json $me \
  -d '{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"$price\",\"quantity\":\"0.1\",\"client_order_id\":\"$name\"}'" 201 '"status":"NEW"'
order=$(field order_id)
step 'is seen by its owner,' "curl -s $url/api/v1/orders/$order $me" 200 "\"client_order_id\":\"$name\"" '"status":"NEW"'
step 'and by nobody else,' "curl -s $url/api/v1/orders/$order -H 'Authorization: Bearer wrong'" 401
step 'and is taken back.' "curl -s -X DELETE $url/api/v1/orders/$order $me" 200 '"status":"CANCELED"'
step 'The fill is there.' "curl -s $url/api/v1/fills $me" 200 '"symbol":"BTC-USD"'
step 'Logged out, the token is worth nothing.' "curl -s -X POST $url/api/v1/auth/logout $me" '200|204'
step 'Really.' "curl -s $url/api/v1/balances $me" 401

printf '\nAll %s steps are fine.\n' "$number"
