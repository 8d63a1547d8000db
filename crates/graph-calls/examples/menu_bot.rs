//! A voice menu with axum: answers an incoming call, plays a prompt, waits for a key, and transfers the call or hangs
//! up.
//!
//! ```console
//! $ GRAPH_TOKEN=... GRAPH_APP_ID=8ad8ad1c-6e3f-4c8e-9c15-6cf7d2b4d5a0 \
//!     CALLBACK_URI=https://bot.contoso.com/callback MENU_WAV=https://bot.contoso.com/menu.wav \
//!     AGENT_OBJECT_ID=550fae72-d251-43ec-868c-373732c2704f \
//!     cargo run -p graph-calls --example graph_menu_bot
//! ```
//!
//! Graph has no text-to-speech, so the menu is an audio file: WAV, mono, 16 bit, 16 kHz. The bot listens on `ADDRESS`
//! (default: 127.0.0.1:8080), without TLS: put a proxy with TLS in front of it.

use std::env;
use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::post;
use graph_calls::client::CallHandle;
use graph_calls::notification::{Notification, Receiver, Resource};
use graph_calls::{
    CallAnswerParameters, CallPlayPromptParameters, CallState, CallSubscribeToToneParameters,
    CallTransferParameters, Client, Cloud, Credential, Identity, IdentitySet, InvitationParticipantInfo,
    MediaInfo, MediaPrompt, Modality, ServiceHostedMediaConfig, Tone, token,
};
use tokio::net::TcpListener;

/// The state that all requests share.
struct Bot {
    client: Client,
    receiver: Receiver,
    callback_uri: String,
    menu: String,
    agent: String,
}

/// Returns the value of an environment variable.
fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("the environment variable {name} is not set"))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // The defaults are the addresses of the public cloud. Other clouds and simulators have their own.
    let endpoint = env::var("GRAPH_ENDPOINT").unwrap_or_else(|_| Cloud::Public.endpoint().to_string());
    let configuration =
        env::var("GRAPH_OPENID_CONFIGURATION").unwrap_or_else(|_| token::OPENID_CONFIGURATION.to_owned());
    let bot = Bot {
        client: Client::new(endpoint, Credential::bearer(variable("GRAPH_TOKEN")?)?)?,
        receiver: Receiver::new(token::verifier_at(&configuration, variable("GRAPH_APP_ID")?)?),
        callback_uri: variable("CALLBACK_URI")?,
        menu: variable("MENU_WAV")?,
        agent: variable("AGENT_OBJECT_ID")?,
    };
    let app = Router::new().route("/callback", post(callback)).with_state(Arc::new(bot));
    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(address).await?;
    println!("listening on http://{}/callback", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}

async fn callback(State(bot): State<Arc<Bot>>, headers: HeaderMap, body: Bytes) -> Response {
    let notifications = match bot.receiver.receive(&headers, &body).await {
        Ok(notifications) => notifications,
        Err(refused) => return refused.answer().into(),
    };
    let answer = notifications.answer();
    for notification in notifications {
        let notification = match notification {
            Ok(notification) => notification,
            Err(error) => {
                eprintln!("{error}");
                continue;
            }
        };
        let bot = Arc::clone(&bot);
        tokio::spawn(async move {
            if let Err(error) = bot.handle(&notification).await {
                eprintln!("{error}");
            }
        });
    }
    answer.into()
}

impl Bot {
    async fn handle(&self, notification: &Notification) -> Result<(), graph_calls::Error> {
        let Some(path) = &notification.path else { return Ok(()) };
        let Resource::Call(call) = &notification.resource else { return Ok(()) };
        let handle = self.client.call(&path.call_id);
        // A key arrives as an update of the established call.
        let tone = call.tone_info.as_ref().and_then(|info| info.tone.as_ref());
        match (&call.state, tone) {
            (Some(CallState::Incoming), _) => self.answer(&handle).await,
            (_, Some(Tone::Tone1)) => self.transfer(&handle).await,
            (_, Some(_)) => handle.delete().await.map(|_| ()),
            (Some(CallState::Established), None) => self.ask(&handle).await,
            _ => Ok(()),
        }
    }

    async fn answer(&self, call: &CallHandle) -> Result<(), graph_calls::Error> {
        let parameters = CallAnswerParameters::new(&self.callback_uri, ServiceHostedMediaConfig::new())
            .accepted_modalities([Modality::Audio]);
        call.answer(&parameters).await?;
        Ok(())
    }

    async fn ask(&self, call: &CallHandle) -> Result<(), graph_calls::Error> {
        call.subscribe_to_tone(&CallSubscribeToToneParameters::new()).await?;
        let prompt = MediaPrompt::new(MediaInfo::new(&self.menu));
        call.play_prompt(&CallPlayPromptParameters::new([prompt])).await?;
        Ok(())
    }

    async fn transfer(&self, call: &CallHandle) -> Result<(), graph_calls::Error> {
        let agent = IdentitySet::new().user(Identity::new().id(&self.agent));
        let target = InvitationParticipantInfo::new(agent);
        call.transfer(&CallTransferParameters::new(target)).await?;
        Ok(())
    }
}
