// The login page. The form is an ordinary login form of Spring Security.
const $ = (id) => document.getElementById(id);

const MESSAGES = { "?error": "The name or the password is wrong.", "?logout": "You are logged out." };

$("message").textContent = MESSAGES[location.search];
$("message").hidden = !MESSAGES[location.search];

$("enter").disabled = false;
$("login").onsubmit = async (event) => {
  event.preventDefault();
  // Fetch the token only now: it belongs to a session, which may end while the page is open.
  const { csrf } = await (await fetch("account")).json();
  $("csrf").name = csrf.parameterName;
  $("csrf").value = csrf.token;
  $("login").submit();
};
