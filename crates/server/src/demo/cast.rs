//! Who plays: the four features, each with a key of its own.

use selfmodel_client::{Client, CreateKey};

use super::{DemoError, SCHEMA};

/// The user of the story.
pub(super) const USER: &str = "ada";

/// The features of the product.
#[derive(Debug)]
pub struct Cast {
    /// Answers questions.
    pub(super) chat: Player,
    /// Finds documents.
    pub(super) search: Player,
    /// Drafts documents.
    pub(super) docs: Player,
    /// Composes mail.
    pub(super) email: Player,
}

/// A feature.
#[derive(Debug)]
pub(super) struct Player {
    pub(super) name: &'static str,
    pub(super) key: String,
    pub(super) client: Client,
}

impl Cast {
    /// Declares the product to a server and makes a key for each feature.
    pub async fn gather(address: &str, admin_key: &str) -> Result<Self, DemoError> {
        let admin = Client::new(address, admin_key)?;
        admin.apply_schema(SCHEMA).await?;
        Ok(Self {
            chat: player(&admin, address, "chat").await?,
            search: player(&admin, address, "search").await?,
            docs: player(&admin, address, "docs").await?,
            email: player(&admin, address, "email").await?,
        })
    }

    pub(super) const fn everyone(&self) -> [&Player; 4] {
        [&self.chat, &self.search, &self.docs, &self.email]
    }
}

async fn player(admin: &Client, address: &str, name: &'static str) -> Result<Player, DemoError> {
    let wanted = CreateKey {
        feature: Some(name.to_owned()),
        ..CreateKey::default()
    };
    let key = admin.create_key(&wanted).await?.key;
    let client = Client::new(address, &key)?;
    Ok(Player { name, key, client })
}
