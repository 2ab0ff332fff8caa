"""Who may see the panel; for everybody else it is not there."""

from kaiwa.accounts.signed_in import signed_in_user
from kaiwa.errors import NotFound
from kaiwa.models import User
from kaiwa.models.users import Role


def required_admin() -> User:
    """The admin who asks; raises NotFound for anybody else."""
    user = signed_in_user()
    if user is None or user.role is not Role.ADMIN:
        raise NotFound
    return user
