/** The command that makes an instance of Monica ask for another token. */
export const forgetToken = 'php artisan cache:forget customer_portal.access_token';
