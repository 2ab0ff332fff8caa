"""Products, their prices, and the one promotion code that is there."""

from tests.stripe_server.errors import invalid
from tests.stripe_server.parameters import RANGE, set_metadata, within
from tests.stripe_server.routing import PAGE, route
from tests.stripe_server.state import Obj, World, new_id

CODE = "KAIWA20"
INTERVALS = ("day", "week", "month", "year")
PRODUCT = {"active": bool, "description": str, "metadata?": dict, "tax_code": str, "unit_label": str, "url": str}
PRODUCT_CREATE = {"name!": str, "id": str, "statement_descriptor": str, **PRODUCT}
TAX_BEHAVIOURS = ("exclusive", "inclusive", "unspecified")
PRICE = {
    "active": bool,
    "lookup_key": str,
    "metadata?": dict,
    "nickname": str,
    "tax_behavior": TAX_BEHAVIOURS,
    "transfer_lookup_key": bool,
}
PRICE_CREATE = {
    "currency!": str,
    "unit_amount": int,
    "product": str,
    "product_data": {"name!": str, "metadata": dict},
    "recurring": {"interval!": INTERVALS, "interval_count": int, "usage_type": ("licensed", "metered")},
    **PRICE,
}


def seed(world: World) -> None:
    """The promotion code KAIWA20: a fifth off the first invoice."""
    coupon: Obj = {
        "id": "kaiwa20",
        "object": "coupon",
        "amount_off": None,
        "created": world.now(),
        "currency": None,
        "duration": "once",
        "duration_in_months": None,
        "livemode": False,
        "max_redemptions": None,
        "metadata": {},
        "name": "20 % off the first payment",
        "percent_off": 20.0,
        "redeem_by": None,
        "times_redeemed": 0,
        "valid": True,
    }
    code = {
        "id": new_id("promo"),
        "object": "promotion_code",
        "active": True,
        "code": CODE,
        "created": world.now(),
        "customer": None,
        "expires_at": None,
        "livemode": False,
        "max_redemptions": None,
        "metadata": {},
        "promotion": {"type": "coupon", "coupon": coupon["id"]},
        "restrictions": {"first_time_transaction": False, "minimum_amount": None, "minimum_amount_currency": None},
        "times_redeemed": 0,
    }
    world.add(world.add(coupon) and code)


@route("POST", "/v1/products", "products.create", PRODUCT_CREATE)
def create_product(world: World, params: Obj) -> Obj:
    """A plan's product; the caller may choose its id."""
    number = params.get("id") or new_id("prod", 14)
    if number in world.kinds["product"]:
        raise invalid("Product already exists.", param="id", code="resource_already_exists")
    return world.add(
        {
            "id": number,
            "object": "product",
            "active": params.get("active", True),
            "created": world.now(),
            "default_price": None,
            "description": params.get("description"),
            "images": [],
            "livemode": False,
            "marketing_features": [],
            "metadata": params.get("metadata") or {},
            "name": params["name"],
            "package_dimensions": None,
            "shippable": None,
            "statement_descriptor": params.get("statement_descriptor"),
            "tax_code": params.get("tax_code"),
            "type": "service",
            "unit_label": params.get("unit_label"),
            "updated": world.now(),
            "url": params.get("url"),
        }
    )


@route("GET", "/v1/products/<id>", "products.retrieve")
def retrieve_product(world: World, _params: Obj, number: str) -> Obj:
    """A product."""
    return world.get("product", number)


@route("POST", "/v1/products/<id>", "products.update", {"name": str, "default_price": str, **PRODUCT})
def update_product(world: World, params: Obj, number: str) -> Obj:
    """Change what is said of a product."""
    product = world.get("product", number)
    set_metadata(product, params)
    product.update({key: value for key, value in params.items() if key not in ("metadata", "expand")})
    product["updated"] = world.now()
    return product


@route("GET", "/v1/products", "products.list", {"active": bool, "ids": [str], "created": RANGE, **PAGE})
def list_products(world: World, params: Obj) -> list[Obj]:
    """The products."""
    found = world.all("product", active=params.get("active"))
    return [each for each in found if "ids" not in params or each["id"] in params["ids"]]


@route("POST", "/v1/prices", "prices.create", PRICE_CREATE)
def create_price(world: World, params: Obj) -> Obj:
    """A price of a product; a lookup key is on one price at most."""
    if ("product" in params) == ("product_data" in params):
        raise invalid("You must specify either `product` or `product_data` when creating a price.", param="product")
    if params.get("unit_amount", -1) < 0:
        raise invalid("Prices require an `unit_amount` that is not negative.", param="unit_amount")
    if "product" in params:
        world.get("product", params["product"], param="product")
    take_lookup_key(world, params)
    product = params.get("product") or create_product(world, params["product_data"])["id"]
    recurring = params.get("recurring")
    return world.add(
        {
            "id": new_id("price"),
            "object": "price",
            "active": params.get("active", True),
            "billing_scheme": "per_unit",
            "created": world.now(),
            "currency": params["currency"].lower(),
            "custom_unit_amount": None,
            "livemode": False,
            "lookup_key": params.get("lookup_key"),
            "metadata": params.get("metadata") or {},
            "nickname": params.get("nickname"),
            "product": product,
            "recurring": recurring
            and {
                "interval": recurring["interval"],
                "interval_count": recurring.get("interval_count", 1),
                "meter": None,
                "trial_period_days": None,
                "usage_type": recurring.get("usage_type", "licensed"),
            },
            "tax_behavior": params.get("tax_behavior", "unspecified"),
            "tiers_mode": None,
            "transform_quantity": None,
            "type": "recurring" if recurring else "one_time",
            "unit_amount": params["unit_amount"],
            "unit_amount_decimal": str(params["unit_amount"]),
        }
    )


def take_lookup_key(world: World, params: Obj, price: Obj | None = None) -> None:
    """Free the lookup key for a price that is to have it; raises ApiError when it was not to be transferred."""
    key = params.get("lookup_key")
    for other in world.all("price", lookup_key=key) if key else []:
        if other is price:
            continue
        if not params.get("transfer_lookup_key"):
            message = f"A price (`{other['id']}`) already uses that lookup key."
            raise invalid(message, param="lookup_key", code="resource_already_exists")
        other["lookup_key"] = None


@route("GET", "/v1/prices/<id>", "prices.retrieve")
def retrieve_price(world: World, _params: Obj, number: str) -> Obj:
    """A price."""
    return world.get("price", number)


@route("POST", "/v1/prices/<id>", "prices.update", PRICE)
def update_price(world: World, params: Obj, number: str) -> Obj:
    """What may change of a price: never its amount."""
    price = world.get("price", number)
    take_lookup_key(world, params, price)
    set_metadata(price, params)
    price.update({key: params[key] for key in ("active", "lookup_key", "nickname", "tax_behavior") if key in params})
    return price


PRICE_LIST = {"active": bool, "created": RANGE, "currency": str, "lookup_keys": [str], "product": str, **PAGE}


@route("GET", "/v1/prices", "prices.list", {**PRICE_LIST, "type": ("one_time", "recurring")})
def list_prices(world: World, params: Obj) -> list[Obj]:
    """The prices, by lookup key or product."""
    wanted = {name: params.get(name) for name in ("active", "currency", "product", "type")}
    keys = params.get("lookup_keys")
    return [
        each
        for each in world.all("price", **wanted)
        if (keys is None or each["lookup_key"] in keys) and within(each["created"], params.get("created"))
    ]
